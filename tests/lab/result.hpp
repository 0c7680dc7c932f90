// What a call gives that can fail for reasons outside our code: a value or a sentence that says why not.
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <utility>

namespace ssm_lab {

// Not constructible from text alone, so that a Result of text can tell the two apart.
class Failure {
public:
  Failure() = default;
  std::string text;

private:
  friend Failure failure(std::string reason);
  Failure(std::in_place_t, std::string reason) : text(std::move(reason)) {}
};

[[nodiscard]] inline Failure failure(std::string reason) { return Failure(std::in_place, std::move(reason)); }

template <class Value>
using Result = boost::system::result<Value, Failure>;

}  // namespace ssm_lab
