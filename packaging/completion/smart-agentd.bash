# Completion of smart-agentd for bash.
_smart_agentd() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  case $previous in
    --config | --restore | --passphrase-file)
      compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
    --state-dir | --runtime-dir | --catalog-dir)
      compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    --lab-clock | --lab-seed | --lab-kill-at-commit) return ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "--help --version --config --state-dir --runtime-dir --catalog-dir --check-config --lab
    --lab-clock --lab-seed --lab-kill-at-commit --restore --passphrase-file --show --replace --json" -- "$current")
}
complete -F _smart_agentd smart-agentd
