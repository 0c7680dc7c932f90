# Completion of ssm-lab for bash.
_ssm_lab() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  case $previous in
    --state-dir) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    --listen | --admin | --lab-clock | --tls-names | --tls-common-name | --virtual-account | --pool-size) return ;;
  esac
  case " ${COMP_WORDS[*]:1:COMP_CWORD-1} " in
    *" demo-token "*)
      mapfile -t COMPREPLY < <(compgen -W "--help --state-dir --virtual-account --pool-size" -- "$current") ;;
    *)
      mapfile -t COMPREPLY < <(compgen -W "--help --listen --admin --state-dir --lab-clock --tls-names --tls-common-name
        --verbose demo-token" -- "$current") ;;
  esac
}
complete -F _ssm_lab ssm-lab
