#pragma once
// Seam: makes private keys off the loop, since RSA takes up to a second.

#include <functional>

#include "agent/event.hpp"
#include "agent/ids.hpp"

namespace lic {

class KeyMaker {
public:
  virtual ~KeyMaker() = default;
  using Done = std::function<void(KeyPrepared)>;
  // Makes and stores the key and its CSR, then calls `done` once on the loop's thread, never from inside the call. A
  // key of that name that is already stored is success. After destruction `done` is not called any more.
  virtual void prepare(const KeyRef& key, Done done) = 0;
};

}  // namespace lic
