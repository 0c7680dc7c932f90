#include "daemon/api/seat_walk.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace lic::api {

std::string to_text(const SeatPlace& place) { return std::to_string(place.chunk) + ':' + place.after; }

std::optional<SeatPlace> seat_place(std::string_view text) {
  std::uint32_t chunk = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), chunk);
  if (error != std::errc{} || end == text.data() + text.size() || *end != ':') return std::nullopt;
  return SeatPlace{chunk, std::string(end + 1, text.data() + text.size())};
}

SeatPage seats_from(const SeatTable& seats, const SeatPlace& from, std::size_t limit,
                    const std::function<bool(const Seat&)>& wanted) {
  SeatPage page;
  limit = std::max<std::size_t>(limit, 1);
  const std::size_t chunks = seats.chunk_count();
  const std::size_t end = std::min(chunks, from.chunk + std::min(kChunksPerPage, chunks));
  SeatPlace place = from;
  for (; place.chunk < end; place = {place.chunk + 1, {}}) {
    const std::size_t before = page.rows.size();
    seats.visit_chunk(place.chunk, [&](std::string_view id, const Seat& seat) {
      if (id > place.after && wanted(seat)) page.rows.push_back({id, &seat});
    });
    std::sort(page.rows.begin() + static_cast<std::ptrdiff_t>(before), page.rows.end(),
              [](const SeatPage::Row& left, const SeatPage::Row& right) { return left.id < right.id; });
    if (page.rows.size() < limit) continue;
    const bool is_cut = page.rows.size() > limit;
    page.rows.resize(limit);
    if (is_cut)
      page.next = SeatPlace{place.chunk, std::string(page.rows.back().id)};
    else if (place.chunk + 1 < chunks)
      page.next = SeatPlace{place.chunk + 1, {}};
    return page;
  }
  if (place.chunk < chunks) page.next = place;
  return page;
}

}  // namespace lic::api
