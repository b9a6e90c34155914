"""The people who work here, the leading group (领导小组) and the 三包 duties."""
