"""The questionnaire of a wave, written from the codebook for survey tools and for paper."""
