#pragma once
// Owners of libcurl's objects.

#include <curl/curl.h>

#include <memory>

namespace lic {

struct CurlEasyFree {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct CurlListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct CurlUrlFree {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct CurlTextFree {
  void operator()(char* text) const { curl_free(text); }
};

using CurlEasyPtr = std::unique_ptr<CURL, CurlEasyFree>;
using CurlListPtr = std::unique_ptr<curl_slist, CurlListFree>;
using CurlUrlPtr = std::unique_ptr<CURLU, CurlUrlFree>;
using CurlTextPtr = std::unique_ptr<char, CurlTextFree>;

}  // namespace lic
