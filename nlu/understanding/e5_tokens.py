"""The tokenizer of multilingual-e5: SentencePiece unigram, the likeliest split of each word into known pieces."""

from itertools import pairwise

import numpy as np

from nlu.understanding.e5_file import Vocabulary

SPACE = "\u2581"
PREFIX = "query: "
MAX_TOKENS = 256
KEPT_WORDS = 50_000
LONGEST_WORD = 80  # the work grows with the square


class Tokenizer:
    """Pieces are found by their hash in a sorted array: a dict of 250,000 takes 50 MB. The split of each word is kept."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        hashes = np.fromiter((hash(vocabulary.blob[a:b]) for a, b in pairwise(vocabulary.offsets.tolist())), np.int64)
        self._order = np.argsort(hashes, kind="stable").astype(np.int32)
        self._hashes = hashes[self._order]
        self._unknown_score = float(vocabulary.scores.min()) - 10.0
        self._longest = int(np.diff(vocabulary.offsets).max())
        self._words: dict[str, list[int]] = {}

    def _piece_numbers(self, pieces: list[bytes]) -> list[int]:
        """-1 for what is no piece."""
        hashes = np.array([hash(piece) for piece in pieces], np.int64)
        places = np.minimum(np.searchsorted(self._hashes, hashes), len(self._hashes) - 1)
        found = (self._hashes[places] == hashes) & (self._order[places] != self._vocabulary.unknown)
        return np.where(found, self._order[places], -1).tolist()

    def _candidates(self, letters: list[bytes]) -> list[tuple[int, int, int]]:
        """Pieces in a word as (start, end, number), by start; a letter that is no piece is the unknown piece."""
        spans = [(start, end) for start in range(len(letters)) for end in range(start + 1, len(letters) + 1)]
        spans = [(start, end) for start, end in spans if sum(map(len, letters[start:end])) <= self._longest]
        numbers = self._piece_numbers([b"".join(letters[start:end]) for start, end in spans])
        unknown = self._vocabulary.unknown
        found = [(start, end, number) for (start, end), number in zip(spans, numbers, strict=True)]
        return [(start, end, unknown if number < 0 else number) for start, end, number in found if number >= 0 or end == start + 1]

    def _split(self, word: str) -> list[int]:
        letters = [letter.encode() for letter in word]
        best = [(0.0, 0, 0)] + [(-1e30, 0, 0)] * len(letters)  # score, where the last piece starts, the piece
        for start, end, number in self._candidates(letters):
            gain = self._unknown_score if number == self._vocabulary.unknown else float(self._vocabulary.scores[number])
            if best[start][0] + gain > best[end][0]:
                best[end] = (best[start][0] + gain, start, number)
        numbers: list[int] = []
        at = len(letters)
        while at:
            numbers.append(best[at][2])
            at = best[at][1]
        return numbers[::-1]

    def encode(self, text: str) -> list[int]:
        numbers = [self._vocabulary.bos]
        for word in (PREFIX + text).translate(self._vocabulary.characters).split():
            if word not in self._words:
                if len(self._words) > KEPT_WORDS:
                    self._words.clear()
                self._words[word] = self._split((SPACE + word)[:LONGEST_WORD])
            numbers += self._words[word]
        return [*numbers[: MAX_TOKENS - 1], self._vocabulary.eos]
