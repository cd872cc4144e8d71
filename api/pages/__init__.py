"""The screens: pages in Danish for officers, that call what the JSON doors call."""
