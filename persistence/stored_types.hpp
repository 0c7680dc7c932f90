#pragma once
// What can be stored as JSON. A struct takes part by one function that names its members for both directions, writer
// and reader, so that the two cannot differ:
//
//   void members(auto& json, Is<Removal> auto& removal) {
//     [[maybe_unused]] const auto& [first_told_at, confirmed_at] = removal;
//     json("first_told_at", removal.first_told_at)("confirmed_at", removal.confirmed_at);
//   }
//
// The structured binding is only there to count: a member added in the core does not compile here until it has a name.

#include <concepts>
#include <type_traits>

namespace lic {

template <class Subject, class Wanted>
concept Is = std::same_as<std::remove_const_t<Subject>, Wanted>;

template <class T>
concept StoredEnum = std::is_enum_v<T>;
template <class T>
concept StoredInteger = std::integral<T> && !std::same_as<T, bool>;
template <class T>
concept StoredStruct = std::is_class_v<T>;

}  // namespace lic
