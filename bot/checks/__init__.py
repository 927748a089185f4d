"""Whether the running configuration fits what the platforms hold, finding by finding."""
