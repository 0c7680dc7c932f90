#include "daemon/config/secret_file.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "daemon/config/problem_list.hpp"

namespace lic {
namespace {

constexpr std::size_t kNameBytesMax = 255;

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameBytesMax && name.front() != '.' &&
         name.find('/') == std::string_view::npos;
}

}  // namespace

bool names_credential(std::string_view value) { return value.starts_with(kCredentialPrefix); }

Result<std::string> secret_file_path(const std::string& value, const std::string& credentials_dir) {
  if (!names_credential(value)) return value;
  const std::string name = value.substr(kCredentialPrefix.size());
  if (!is_file_name(name)) {
    return Error(ErrorCode::invalid_argument, shown(name) + " is no name of a systemd credential",
                 "write credential:NAME as in LoadCredential=NAME:FILE");
  }
  if (credentials_dir.empty()) {
    return Error(ErrorCode::invalid_argument, "systemd handed no credentials to this process, so there is no " + name,
                 "add LoadCredential=" + name + ":FILE to the unit, or give the path of a file");
  }
  return credentials_dir + "/" + name;
}

std::optional<std::string> wrong_with_secret_file(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) {
    if (errno == EACCES) return std::nullopt;
    return path + " cannot be used: " + std::strerror(errno) + "; create it, or correct the path";
  }
  if (!S_ISREG(facts.st_mode)) return path + " is not a file; correct the path";
  if (facts.st_size == 0) return path + " is empty; write the password into it, on one line";
  if ((facts.st_mode & S_IROTH) != 0) {
    return path + " can be read by every user of this machine; protect it: chmod 0640 " + path +
           ", chgrp smart-agent " + path;
  }
  return std::nullopt;
}

}  // namespace lic
