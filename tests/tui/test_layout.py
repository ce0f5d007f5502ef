from textual import events
from textual.widgets import Static

from tests.tui.stage import Stage
from tests.tui.stage import wait_until


class Measured(Static):
    """Keeps the sizes that it was told."""

    def __init__(self) -> None:
        super().__init__("x")
        self.told: list[tuple[int, ...]] = []

    def on_resize(self, event: events.Resize) -> None:
        self.told.append(tuple(event.size))


async def test_a_widget_hears_of_its_size_whoever_asked_for_places_before_the_layout() -> None:
    first = Measured()
    app = Stage(first)
    async with app.run_test(size=(60, 20)) as pilot:
        await wait_until(pilot, lambda: first.told == [(60, 1)])
        compositor, second = app.screen._compositor, Measured()
        with app.batch_update():
            await app.screen.mount(second)
            first.styles.width = 20
            app.screen._clear_arrangement_cache()
            compositor._full_map_invalidated = True
            assert second in compositor.full_map  # the places are worked out before the layout
        await wait_until(pilot, lambda: bool(second.told) and len(first.told) == 2)
        assert (first.told, second.told) == ([(60, 1), (20, 1)], [(60, 1)])
        second.display = False
        await wait_until(pilot, lambda: not second.is_on_screen)
        second.display = True
        await wait_until(pilot, lambda: second.is_on_screen and len(second.told) == 2)
        assert first.told[2:] == []
