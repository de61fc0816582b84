import time
from concurrent.futures import ThreadPoolExecutor

from bot.turns import Turns


class TestTurns:
    """One after the other, in the order in which they asked."""

    def test_come_in_the_order_in_which_they_were_asked_for(self) -> None:
        turns, came = Turns(), list[int]()

        def work(number: int) -> None:
            assert turns.acquire(timeout=10)
            came.append(number)
            turns.release()

        assert turns.acquire(timeout=0)
        with ThreadPoolExecutor(20) as pool:
            for number in range(20):
                pool.submit(work, number)
                while len(turns._waiting) <= number:
                    time.sleep(0.001)
            turns.release()
        assert came == [*range(20)]

    def test_are_one_at_a_time(self) -> None:
        """Two hundred times a number is read and written back, with a pause in between."""
        turns, count = Turns(), [0]

        def work(_: int) -> None:
            for _ in range(50):
                assert turns.acquire(timeout=10)
                seen = count[0]
                time.sleep(0)
                count[0] = seen + 1
                turns.release()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(4)))
        assert count == [200]

    def test_that_does_not_come_in_time_is_given_to_the_next(self) -> None:
        turns = Turns()
        assert turns.acquire(timeout=0)
        assert not turns.acquire(timeout=0.01)
        turns.release()
        assert turns.acquire(timeout=0)
