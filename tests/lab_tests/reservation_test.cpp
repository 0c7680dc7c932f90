// Reservations from request to return, rules.md R-SLR and wire.md P11.
#include "tests/lab_tests/reservation_machine.hpp"

#include "tests/lab/private_files.hpp"

namespace ssm_lab_tests {
namespace {

class Reservation : public testing::Test {
protected:
  void SetUp() override { lab.set_pools({{"premium", 10}, {"standard", 40}}); }
  AdminReply reserve(const Json& entitlements, const char* request_code = kRequest) {
    return lab.admin("POST", "/admin/reservations",
                     {{"virtual_account", "Default"}, {"request_code", request_code}, {"entitlements", entitlements}});
  }
  AdminReply update(const Json& entitlements) {
    return lab.admin("PUT", std::string("/admin/reservations/") + kInstance, {{"entitlements", entitlements}});
  }
  AdminReply confirm(const MachineCode& code) {
    return lab.admin("POST", "/admin/reservations/confirm", {{"confirmation_code", code.confirmation_code()}});
  }
  AdminReply give_back(const MachineCode& code) {
    return lab.admin("POST", "/admin/reservations/return", {{"return_code", code.return_code()}});
  }
  static MachineCode code_in(const AdminReply& reply) {
    return MachineCode(reply.body.value("authorization_code", std::string()));
  }
  // What the pools route says: [reserved, balance].
  Json pool(const char* tag) {
    const Json row = lab.admin("GET", "/admin/accounts/Default/pools").body["pools"][tag];
    return Json::array({row["reserved"], row["balance"]});
  }
  Json only_reservation() { return lab.admin("GET", "/admin/reservations").body["reservations"].at(0); }
  std::string signer() { return ssm_lab::read_file(lab.directory() / "reservation-signer.pem").value_or(""); }

  TestLab lab;
};

TEST_F(Reservation, GivesACodeThatOpenSslFindsGood) {
  const AdminReply reply = reserve({{"premium", 4}, {"standard", 10}});
  ASSERT_EQ(reply.status, 201U) << reply.body;
  const MachineCode code = code_in(reply);
  EXPECT_TRUE(code.is_signed_under(signer()));
  EXPECT_EQ(code.content("piid"), kInstance);
  EXPECT_EQ(code.content("udi"), "P:UCCX,S:059d8a992467");
  EXPECT_EQ(code.content("timestamp"), std::to_string(kStartMs));
  EXPECT_EQ(code.content("licenseType"), "PERPETUAL");
  EXPECT_EQ(code.content("tag"), "premium");
  EXPECT_EQ(code.content("count"), "4");
  EXPECT_EQ(reply.body["instance"], kInstance);
  EXPECT_EQ(reply.body["request_code"], kRequest);
  EXPECT_EQ(reply.body["state"], "reserved");
  EXPECT_EQ(reply.body["virtual_account"], "Default");
  EXPECT_EQ(reply.body["codes"][0]["return_code"], code.return_code());
  EXPECT_EQ(reply.body["codes"][0]["confirmation_code"], code.confirmation_code());
  EXPECT_EQ(pool("premium"), Json::array({4, 6}));
  EXPECT_EQ(pool("standard"), Json::array({10, 30}));
}

TEST_F(Reservation, AChangedByteIsNotUnderTheSignature) {
  std::string text = reserve({{"premium", 4}}).body["authorization_code"].get<std::string>();
  text.replace(text.find("<count>4"), 8, "<count>5");
  EXPECT_FALSE(MachineCode(text).is_signed_under(signer()));
}

TEST_F(Reservation, TermAndUuidStandInTheCode) {
  const AdminReply reply = lab.admin("POST", "/admin/reservations",
                                     {{"request_code", kRequest},
                                      {"uuid", "0cd57390"},
                                      {"entitlements", {{"premium", 1}}},
                                      {"start_date", "2025-02-01T00:00:00Z"},
                                      {"end_date", "2027-03-31T02:00:00.750+02:00"}});
  ASSERT_EQ(reply.status, 201U) << reply.body;
  const MachineCode code = code_in(reply);
  EXPECT_EQ(code.content("startDate"), "2025-02-01T00:00:00Z");
  EXPECT_EQ(code.content("endDate"), "2027-03-31T00:00:00Z");
  EXPECT_EQ(code.content("licenseType"), "TERM");
  EXPECT_EQ(code.content("udi"), "P:UCCX,S:059d8a992467,U:0cd57390");
  EXPECT_TRUE(code.is_signed_under(signer()));
}

TEST_F(Reservation, TheSameWishGetsTheSameCodeAnotherIsRefused) {
  const AdminReply first = reserve({{"premium", 4}});
  const AdminReply again = reserve({{"premium", 4}});
  EXPECT_EQ(again.status, 200U);
  EXPECT_EQ(again.body, first.body);
  const AdminReply other = reserve({{"premium", 5}});
  EXPECT_EQ(other.status, 409U);
  EXPECT_EQ(other.body["error"], std::string("That request code has another reservation already: change it with PUT "
                                             "/admin/reservations/") +
                                     kInstance + ".");
  EXPECT_EQ(pool("premium"), Json::array({4, 6}));
}

TEST_F(Reservation, MoreThanTheBalanceIsRefused) {
  reserve({{"premium", 4}}, kOtherRequest);
  const AdminReply reply = reserve({{"standard", 1}, {"premium", 7}});
  EXPECT_EQ(reply.status, 409U);
  EXPECT_EQ(reply.body["error"],
            "The virtual account Default has not enough licenses premium: 7 more are wanted, 6 are left (10 purchased, "
            "0 in use, 4 reserved).");
  EXPECT_EQ(pool("standard"), Json::array({0, 40})) << "nothing of a refused wish is taken";
  EXPECT_EQ(reserve({{"nonsense", 1}}).body["error"], "The virtual account Default knows no license nonsense.");
  EXPECT_EQ(reserve({{"premium", 6}}).status, 201U);
}

TEST_F(Reservation, MalformedWishesAreNamed) {
  const auto error_of = [this](const Json& change) {
    Json body = {{"request_code", kRequest}, {"entitlements", {{"premium", 1}}}};
    body.update(change);
    const AdminReply reply = lab.admin("POST", "/admin/reservations", body);
    EXPECT_EQ(reply.status, 400U) << reply.body;
    return reply.body["error"].get<std::string>();
  };
  EXPECT_EQ(error_of({{"request_code", "CB-ZUCCX:059d8a992467-113Kx3Rwi-87"}}),
            "The check digits of the request code do not fit the rest of it: was it copied without a slip?");
  EXPECT_EQ(error_of({{"request_code", nullptr}}).rfind("request_code is needed", 0), 0U);
  for (const Json& none : {Json(nullptr), Json::object(), Json::array()}) {
    EXPECT_EQ(error_of({{"entitlements", none}}), "entitlements is needed: {tag: count} of one tag or more.");
  }
  for (const Json& count : {Json(0), Json(-1), Json(2'147'483'648), Json("1"), Json(1.5), Json(nullptr)}) {
    EXPECT_EQ(error_of({{"entitlements", {{"premium", count}}}}),
              "entitlements: premium needs a count from 1 to 2147483647.");
  }
  EXPECT_EQ(error_of({{"entitlements", {{"", 1}}}}), "entitlements: a tag has 1 to 255 bytes.");
  EXPECT_EQ(error_of({{"end_date", "31.03.2027"}}),
            "end_date must be an RFC 3339 date and time, like 2027-03-31T00:00:00Z.");
  EXPECT_EQ(error_of({{"end_date", kStart}}), "end_date is over: it must be later than now.");
  EXPECT_EQ(error_of({{"start_date", "2027-04-01T00:00:00Z"}, {"end_date", "2027-03-31T00:00:00Z"}}),
            "end_date must be later than start_date.");
  EXPECT_EQ(lab.admin("POST", "/admin/reservations", {{"virtual_account", "None"}}).status, 404U);
  EXPECT_TRUE(lab.admin("GET", "/admin/reservations").body["reservations"].empty());
}

TEST_F(Reservation, AnUpdateHoldsTheLargerCountsUntilItIsConfirmed) {
  const MachineCode first = code_in(reserve({{"premium", 4}, {"standard", 10}}));
  const AdminReply updated = update({{"premium", 6}, {"standard", 5}});
  ASSERT_EQ(updated.status, 201U) << updated.body;
  const MachineCode second = code_in(updated);
  EXPECT_TRUE(second.is_signed_under(signer()));
  EXPECT_EQ(second.content("piid"), kInstance);
  EXPECT_EQ(second.content("timestamp"), std::to_string(kStartMs + 1)) << "later, though the clock stands";
  EXPECT_EQ(updated.body["state"], "updating");
  EXPECT_EQ(pool("premium"), Json::array({6, 4}));
  EXPECT_EQ(pool("standard"), Json::array({10, 30}));

  const AdminReply confirmed = confirm(second);
  EXPECT_EQ(confirmed.status, 200U) << confirmed.body;
  EXPECT_EQ(confirmed.body["state"], "reserved");
  EXPECT_EQ(confirmed.body["entitlements"], Json({{"premium", 6}, {"standard", 5}}));
  EXPECT_EQ(confirmed.body["codes"][1]["confirmed_at"], kStart);
  EXPECT_EQ(pool("standard"), Json::array({5, 35}));
  EXPECT_EQ(confirm(second).body["error"], std::string("That update was confirmed at ") + kStart + " already.");
  EXPECT_EQ(confirm(first).body["error"],
            "That confirmation code belongs to an authorization code that a later, confirmed update has replaced.");
  EXPECT_EQ(give_back(first).body["error"],
            "That return code belongs to an authorization code that a confirmed update has replaced.");
}

TEST_F(Reservation, AnUpdateMayTakeNoMoreThanTheBalance) {
  reserve({{"premium", 4}});
  EXPECT_EQ(update({{"premium", 11}}).body["error"],
            "The virtual account Default has not enough licenses premium: 7 more are wanted, 6 are left (10 purchased, "
            "0 in use, 4 reserved).");
  EXPECT_EQ(update({{"premium", 10}}).status, 201U);
  EXPECT_EQ(update({{"premium", 10}}).status, 200U) << "the same wish, the same code";
  EXPECT_EQ(only_reservation()["codes"].size(), 2U);
}

TEST_F(Reservation, OfSeveralUpdatesAnyCanBeConfirmed) {
  reserve({{"premium", 1}});
  const MachineCode second = code_in(update({{"premium", 5}}));
  const MachineCode third = code_in(update({{"premium", 3}}));
  EXPECT_EQ(pool("premium"), Json::array({5, 5}));
  EXPECT_EQ(confirm(third).status, 200U);
  EXPECT_EQ(pool("premium"), Json::array({3, 7}));
  EXPECT_EQ(confirm(second).status, 409U);
}

TEST_F(Reservation, ConfirmingAnEarlierUpdateKeepsTheLaterOneOpen) {
  reserve({{"premium", 1}});
  const MachineCode second = code_in(update({{"premium", 5}}));
  const MachineCode third = code_in(update({{"premium", 3}}));
  EXPECT_EQ(confirm(second).body["state"], "updating");
  EXPECT_EQ(pool("premium"), Json::array({5, 5}));
  EXPECT_EQ(confirm(third).body["state"], "reserved");
}

TEST_F(Reservation, TheFirstCodeNeedsNoConfirmation) {
  const MachineCode code = code_in(reserve({{"premium", 1}}));
  const AdminReply reply = confirm(code);
  EXPECT_EQ(reply.status, 409U);
  EXPECT_EQ(reply.body["error"],
            "That confirmation code belongs to the first authorization code of its reservation, which needs none.");
  const AdminReply unknown = lab.admin("POST", "/admin/reservations/confirm", {{"confirmation_code", "00000000"}});
  EXPECT_EQ(unknown.status, 404U);
  EXPECT_EQ(lab.admin("POST", "/admin/reservations/confirm").status, 400U);
}

TEST_F(Reservation, AReturnRestoresThePoolOnce) {
  const MachineCode code = code_in(reserve({{"premium", 4}}));
  lab.move_to(kStartMs + kDayMs);
  const AdminReply reply = give_back(code);
  ASSERT_EQ(reply.status, 200U) << reply.body;
  EXPECT_EQ(reply.body["restored"], Json({{"premium", 4}}));
  EXPECT_EQ(reply.body["state"], "returned");
  EXPECT_EQ(reply.body["ended_at"], "2025-01-02T00:00:00Z");
  EXPECT_EQ(pool("premium"), Json::array({0, 10}));
  const AdminReply again = give_back(code);
  EXPECT_EQ(again.status, 409U);
  EXPECT_EQ(again.body["error"],
            "That reservation was returned at 2025-01-02T00:00:00Z already: it holds no licenses any more.");
  EXPECT_EQ(update({{"premium", 1}}).status, 409U);
  EXPECT_EQ(confirm(code).status, 409U);
  EXPECT_EQ(reserve({{"premium", 4}}).body["error"],
            "That reservation was returned at 2025-01-02T00:00:00Z already: it holds no licenses any more. Make a new "
            "request code on the machine.");
  EXPECT_EQ(reserve({{"premium", 4}}, kNextRequest).body["instance"], kNextInstance);
}

TEST_F(Reservation, AReturnOfEitherCodeEndsAnUnconfirmedUpdateToo) {
  const MachineCode old_code = code_in(reserve({{"premium", 4}}));
  const MachineCode new_code = code_in(update({{"premium", 6}}));
  EXPECT_EQ(give_back(old_code).body["restored"], Json({{"premium", 6}}));
  EXPECT_EQ(pool("premium"), Json::array({0, 10}));
  EXPECT_EQ(give_back(new_code).status, 409U);
  EXPECT_EQ(confirm(new_code).status, 409U);
}

TEST_F(Reservation, TheReturnCodeOfAnUnconfirmedUpdateIsAcceptedToo) {
  reserve({{"premium", 4}});
  EXPECT_EQ(give_back(code_in(update({{"premium", 6}}))).body["restored"], Json({{"premium", 6}}));
  EXPECT_EQ(pool("premium"), Json::array({0, 10}));
}

TEST_F(Reservation, UnknownAndMalformedReturnCodesAreTold) {
  const AdminReply unknown =
      lab.admin("POST", "/admin/reservations/return", {{"return_code", "CC-35mQAj-dpiYNo-UV3hzS-ZfoquB"}});
  EXPECT_EQ(unknown.status, 404U);
  EXPECT_EQ(unknown.body["error"], "No authorization code has that return code: was it copied without a slip?");
  EXPECT_EQ(lab.admin("POST", "/admin/reservations/return", {{"return_code", "CC-35mQAj"}}).status, 400U);
}

TEST_F(Reservation, SupportReleasesTheLicensesOfADestroyedMachine) {
  const MachineCode code = code_in(reserve({{"premium", 4}}));
  const std::string route = std::string("/admin/reservations/") + kInstance;
  EXPECT_EQ(lab.admin("DELETE", route).status, 204U);
  EXPECT_EQ(pool("premium"), Json::array({0, 10}));
  EXPECT_EQ(only_reservation()["state"], "released");
  EXPECT_EQ(give_back(code).body["error"], std::string("That reservation was released without a return code at ") +
                                               kStart + ": it holds no licenses any more.");
  EXPECT_EQ(lab.admin("DELETE", route).status, 409U);
  EXPECT_EQ(lab.admin("DELETE", "/admin/reservations/none").status, 404U);
}

TEST_F(Reservation, EverythingSurvivesARestart) {
  reserve({{"premium", 4}});
  const MachineCode second = code_in(update({{"premium", 6}}));
  give_back(code_in(reserve({{"standard", 2}}, kOtherRequest)));
  const Json before = lab.admin("GET", "/admin/reservations").body;
  const std::string certificate = signer();

  lab.restart();

  EXPECT_EQ(lab.admin("GET", "/admin/reservations").body, before);
  EXPECT_EQ(pool("premium"), Json::array({6, 4}));
  EXPECT_EQ(signer(), certificate);
  EXPECT_EQ(confirm(second).status, 200U);
  EXPECT_TRUE(code_in(update({{"premium", 7}})).is_signed_under(certificate));
}

}  // namespace
}  // namespace ssm_lab_tests
