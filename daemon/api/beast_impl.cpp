// Beast, compiled once for everybody who is built with BOOST_BEAST_SEPARATE_COMPILATION.
#include <boost/beast/src.hpp>
