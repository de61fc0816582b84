import time
from concurrent.futures import ThreadPoolExecutor

from bot.fair_lock import FairLock


class TestTurns:
    """One after the other, in the order in which they asked."""

    def test_come_in_the_order_in_which_they_were_asked_for(self) -> None:
        lock, came = FairLock(), list[int]()

        def work(number: int) -> None:
            assert lock.acquire(timeout=10)
            came.append(number)
            lock.release()

        assert lock.acquire(timeout=0)
        with ThreadPoolExecutor(20) as pool:
            for number in range(20):
                pool.submit(work, number)
                while len(lock._waiting) <= number:
                    time.sleep(0.001)
            lock.release()
        assert came == [*range(20)]

    def test_are_one_at_a_time(self) -> None:
        """Two hundred times a number is read and written back, with a pause in between."""
        lock, count = FairLock(), [0]

        def work(_: int) -> None:
            for _ in range(50):
                assert lock.acquire(timeout=10)
                seen = count[0]
                time.sleep(0)
                count[0] = seen + 1
                lock.release()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(4)))
        assert count == [200]

    def test_that_does_not_come_in_time_is_given_to_the_next(self) -> None:
        lock = FairLock()
        assert lock.acquire(timeout=0)
        assert not lock.acquire(timeout=0.01)
        lock.release()
        assert lock.acquire(timeout=0)

    def test_may_be_had_by_as_many_as_there_are_places(self) -> None:
        lock = FairLock(places=2)
        assert lock.acquire(timeout=0)
        assert lock.acquire(timeout=0)
        assert not lock.acquire(timeout=-1), "a time that is over is no time"
        lock.release()
        assert lock.acquire(timeout=0)
