"""The monitor's library: five stages, each a folder, in the order the data travels them."""
