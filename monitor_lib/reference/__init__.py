"""What we know before any data arrives: the codebook and the geography of the Netherlands."""
