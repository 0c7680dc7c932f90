// Batches (interfaces.md section 3), versions of the product (R-USE-10).
#include <gtest/gtest.h>

#include <utility>

#include "tests/agent/admission_bench.hpp"

namespace lic::test {
namespace {

TEST(Batch, IsAppliedInOrderAndAnsweredOneByOne) {  // R-CTL-3
  ControlledRig rig({{LimitField::premium, 1}, {LimitField::standard, 0}});
  SeatBatch batch;
  batch.changes.emplace_back(SignIn{SeatId{"a"}, {}, {}});
  batch.changes.emplace_back(SignIn{SeatId{"b"}, {}, {}});
  batch.changes.emplace_back(SignOut{SeatId{"a"}});
  batch.changes.emplace_back(SignIn{SeatId{"b"}, {}, {}});
  batch.changes.emplace_back(SeatUpdate{SeatId{"b"}, with(Capability::chat), {}});
  const Answered done = rig.said(std::move(batch));
  const auto& answers = std::get<BatchDone>(done).answers;
  ASSERT_EQ(answers.size(), 5U);
  EXPECT_EQ(answers[0], SeatAnswer(SeatDone{SeatClass::standard, true}));
  EXPECT_EQ(std::get<SeatRefused>(answers[1]).code, LimitCode::license_limit);
  EXPECT_EQ(answers[2], SeatAnswer(Unit{}));
  EXPECT_EQ(answers[3], SeatAnswer(SeatDone{SeatClass::standard, true}));
  EXPECT_EQ(answers[4], SeatAnswer(SeatDone{SeatClass::premium, false}));
}

TEST(Batch, ABadRowIsItsOwnAnswerAndTheOthersAreApplied) {
  Rig rig;
  const Error unreadable{ErrorCode::invalid_argument, "changes[1] has no \"op\"", "name it"};
  SeatBatch batch;
  batch.changes.emplace_back(SignIn{SeatId{"a"}, {}, {}});
  batch.changes.emplace_back(unreadable);
  batch.changes.emplace_back(SignOut{SeatId{"nobody"}});
  batch.changes.emplace_back(SignIn{SeatId{"b"}, {}, {}, Millis{1}, 0});
  batch.changes.emplace_back(SignIn{SeatId{"c"}, {}, {}});
  const RequestId caller = rig.ask(std::move(batch));
  const auto& answers = std::get<BatchDone>(*rig.answer_to(caller)).answers;
  ASSERT_EQ(answers.size(), 5U);
  EXPECT_EQ(answers[1], SeatAnswer(unreadable));
  EXPECT_EQ(std::get<Error>(answers[2]).code, ErrorCode::not_found);
  EXPECT_EQ(std::get<Error>(answers[3]).code, ErrorCode::invalid_argument);
  EXPECT_TRUE(rig.state.seats.contains("a") && rig.state.seats.contains("c"));
  EXPECT_EQ(rig.state.seats.size(), 2U);
}

TEST(Batch, HoldsAtMostTenThousandChanges) {
  Rig rig;
  SeatBatch batch;
  for (int seat = 0; seat < 10'000; ++seat) batch.changes.emplace_back(SignIn{SeatId{std::to_string(seat)}, {}, {}});
  const RequestId full = rig.ask(batch);
  EXPECT_EQ(std::get<BatchDone>(*rig.answer_to(full)).answers.size(), 10'000U);
  batch.changes.emplace_back(SignOut{SeatId{"0"}});
  const RequestId over = rig.ask(std::move(batch));
  EXPECT_EQ(std::get<Error>(*rig.answer_to(over)).code, ErrorCode::invalid_argument);
  EXPECT_EQ(rig.state.seats.size(), 10'000U);
}

TEST(Batch, StaysOnTheHotPath) {
  Rig rig;
  SeatBatch batch;
  batch.changes.emplace_back(SignIn{SeatId{"a"}, {}, {}});
  EXPECT_TRUE(rig.feed(std::move(batch)).usage_only);
}

TEST(ProductVersions, AreCountedByWhatTheSeatsToldLast) {  // R-USE-10
  Rig rig;
  rig.feed(SignIn{SeatId{"a"}, {}, "15.0(1)"});
  rig.feed(SignIn{SeatId{"b"}, {}, "15.0(1)"});
  rig.feed(SignIn{SeatId{"c"}, {}, {}});
  rig.feed(SignIn{SeatId{"b"}, {}, "15.0(2)"});
  using Counts = decltype(StatusView::seats_by_version);
  EXPECT_EQ(rig.status().seats_by_version, (Counts{{"", 1}, {"15.0(1)", 1}, {"15.0(2)", 1}}));
  rig.feed(SeatSync{});
  EXPECT_EQ(rig.status().seats_by_version, Counts{});
}

TEST(ProductVersions, MoreThan64AtOnceIsAnErrorThatSignsNobodyIn) {  // R-USE-10
  Rig rig;
  for (int version = 0; version < 64; ++version)
    rig.feed(SignIn{SeatId{std::to_string(version)}, {}, "v" + std::to_string(version)});
  const RequestId refused = rig.ask(SignIn{SeatId{"one more"}, {}, "v64"});
  EXPECT_EQ(std::get<Error>(*rig.answer_to(refused)).what, "seats of 64 versions of the product are signed in already");
  EXPECT_EQ(rig.state.seats.size(), 64U);
  rig.feed(SignOut{SeatId{"7"}});
  const RequestId taken = rig.ask(SignIn{SeatId{"one more"}, {}, "v64"});
  EXPECT_TRUE(std::holds_alternative<SeatDone>(*rig.answer_to(taken)));
}

TEST(ProductVersions, ANewOneLeavesTheHotPathOnce) {
  Rig rig;
  EXPECT_FALSE(rig.feed(SignIn{SeatId{"a"}, {}, "15.0(1)"}).usage_only);
  EXPECT_TRUE(rig.feed(SignIn{SeatId{"b"}, {}, "15.0(1)"}).usage_only);
}

}  // namespace
}  // namespace lic::test
