// Boost.JSON, compiled once: we use its parser alone.
#include <boost/json/src.hpp>
