"""What a question asks for: approaches, issues, places, languages, people, what to leave out, and remaining words."""

from search.understanding.question import Question, understand

__all__ = ["Question", "understand"]
