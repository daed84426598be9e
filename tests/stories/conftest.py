from tests.handlers.conftest import bare_house

__all__ = ["bare_house"]
