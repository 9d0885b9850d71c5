"""Whether a reply is right: read its answer, and compare it with the expected one."""
