#pragma once
// Seam: one connection to one syslog server, from its beginning to its end. Loop thread only.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace lic {

// Each is called from the loop, never from inside a call of the link. After `closed` or `failed` nothing more comes,
// and nothing after the link is destroyed; it may be destroyed inside any of them.
struct SyslogLinkEvents {
  std::function<void()> opened;
  std::function<void()> written;
  // The server has read everything: it ended the connection after close(), however, or in order by itself when it had
  // taken all that was written.
  std::function<void()> closed;
  std::function<void(std::string reason)> failed;  // also when it ends the connection in any other way
};

class SyslogLink {
public:
  virtual ~SyslogLink() = default;
  virtual void open() = 0;
  // One message at a time: after `opened`, and after `written` for the one before.
  virtual void write(std::string_view message) = 0;
  // Says goodbye and waits until the server has read everything and closes, too. Nothing is written any more.
  virtual void close() = 0;
};

using MakeSyslogLink = std::function<std::unique_ptr<SyslogLink>(SyslogLinkEvents)>;

}  // namespace lic
