import asyncio
import json

from bot.background import BackgroundTasks


class Told:
    def __init__(self):
        self.references = []

    async def __call__(self, reference):
        self.references.append(reference)


async def fail():
    raise ValueError("zebra-crossing")


async def test_work_goes_on_by_itself():
    done = []
    tasks = BackgroundTasks()

    async def work():
        done.append(1)

    assert tasks.start("work", work())
    assert done == []
    assert await tasks.drain() == 0
    assert (done, len(tasks)) == ([1], 0)


async def test_work_that_fails_is_logged_by_type_and_told_with_the_same_reference(logged):
    told = Told()
    tasks = BackgroundTasks()
    tasks.start("share", fail(), tell_person=told)
    await tasks.drain()
    line = json.loads(next(line for line in logged().splitlines() if line.startswith("{")))
    assert (line["task"], line["error"], line["reference"]) == ("share", "ValueError", told.references[0])
    assert "zebra" not in logged()


async def test_work_that_fails_without_anybody_to_tell_is_logged(logged):
    tasks = BackgroundTasks()
    tasks.start("share", fail())
    await tasks.drain()
    assert "background.failed" in logged()


async def test_there_is_an_end_to_how_much_is_taken_on(logged):
    tasks = BackgroundTasks(at_most=2)
    started = [tasks.start("wait", asyncio.sleep(0.01)) for _ in range(3)]
    assert started == [True, True, False]
    assert "background.full" in logged()
    await tasks.drain()
    assert tasks.start("wait", asyncio.sleep(0))
    await tasks.drain()


async def test_work_that_takes_too_long_is_given_up_and_told():
    told = Told()
    tasks = BackgroundTasks(seconds=0.01)
    tasks.start("wait", asyncio.sleep(60), tell_person=told)
    await tasks.drain()
    assert len(told.references) == 1


async def test_an_end_waits_only_so_long(logged):
    tasks = BackgroundTasks()
    tasks.start("stuck", asyncio.sleep(60))
    tasks.start("quick", asyncio.sleep(0))
    assert await tasks.drain(0.02) == 1
    assert len(tasks) == 0
    assert '"tasks": ["stuck"]' in logged()
