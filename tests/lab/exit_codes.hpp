// How ssm-lab ends, as the other programs of this project do (interfaces.md section 2).
#pragma once

namespace ssm_lab {

inline constexpr int kExitDone = 0;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitBug = 70;
inline constexpr int kExitNotRunning = 75;
inline constexpr int kExitConfiguration = 78;

}  // namespace ssm_lab
