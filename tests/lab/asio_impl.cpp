// The compiled part of Asio and Beast for this program; it links none of the agent's objects.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
