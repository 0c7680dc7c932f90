// Host name privacy (R-LIFE-7): shown with what SSM is told, switched while the agent runs.
#include <utility>

#include "daemon/api/answering.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_values.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/query.hpp"
#include "daemon/config/effective_settings.hpp"

namespace lic::api {
namespace {

// The members that SSM is sent (wire P4, P5.1), from the very facts that the channel encodes.
Json preview_json(const InstanceFacts& facts) {
  return {{"host_identifier", text_or_null(facts.host_identifier)},
          {"hostname", text_or_null(facts.host_identifier)},
          {"product_instance_name", text_or_null(facts.instance_name)},
          {"udi",
           {{"pid", text_or_null(facts.udi.pid)},
            {"serial", text_or_null(facts.udi.serial)},
            {"uuid", text_or_null(facts.udi.uuid)}}}};
}

// `?hostname=true|false`: the preview of that setting, without switching to it.
Result<std::optional<bool>> previewed(const ApiRequest& request) {
  const auto query = Query::of(request.target);
  if (query.has_error()) return query.error();
  const auto text = query->text("hostname");
  if (!text) return std::optional<bool>{};
  if (text == "true" || text == "false") return std::optional<bool>{text == "true"};
  return Error(ErrorCode::invalid_argument, "the parameter \"hostname\" is neither true nor false",
               "correct it or leave it out");
}

Result<bool> privacy_body(const std::string& text) {
  const auto value = parse_json(text);
  if (value.has_error()) return value.error();
  ObjectReader reader(*value, "the body");
  const bool is_private = reader.required_boolean("hostname");
  if (auto outcome = reader.finish(); outcome.has_error()) return outcome.error();
  return is_private;
}

}  // namespace

void get_privacy(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto asked = previewed(request);
  if (asked.has_error()) return reply(problem(asked.error()));
  answer_by_reading(context, reply, [&context, asked = *asked](const Reading& reading) {
    const SettingsState& by_command = reading.state.sections.settings;
    const bool is_private = effective_hostname_privacy(by_command, context.config);
    return json_response({{"hostname", is_private},
                          {"set_by", by_command.hostname_privacy ? "command" : "file"},
                          {"preview", preview_json(context.instance_facts(asked.value_or(is_private)))}});
  });
}

void put_privacy(const ApiContext& context, const ApiRequest& request, const Reply& reply) {
  const auto is_private = privacy_body(request.body);
  if (is_private.has_error()) return reply(problem(is_private.error()));
  const bool is_taken = context.loop.submit(
      SetHostnamePrivacy{.on = *is_private}, [&context, reply, is_private = *is_private](const Answered& answered) {
        if (const auto* error = std::get_if<Error>(&answered)) return reply(problem(*error));
        const auto* done = std::get_if<CommandDone>(&answered);
        reply(json_response({{"hostname", is_private},
                             {"text", done == nullptr ? std::string{} : done->text},
                             {"preview", preview_json(context.instance_facts(is_private))}}));
      });
  if (!is_taken) reply(too_busy());
}

}  // namespace lic::api
