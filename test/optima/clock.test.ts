import { expect, test } from "vitest";
import { Clock, OutOfTime, type Steps, atOnce } from "../../src/optima/clock.js";

test("a clock tells what is left, and ends", () => {
  const long = new Clock({ timeout: 1000 });
  expect(long.isOver()).toBe(false);
  expect(long.left).toBeGreaterThan(900);
  expect(() => long.check()).not.toThrow();
  const over = new Clock({ timeout: -1 });
  expect([over.isOver(), over.left]).toEqual([true, 1e-3]);
  expect(() => over.check()).toThrow(OutOfTime);
  expect(new Clock({}).left).toBe(Infinity);
});

test("a clock is over when its time is, or when it is told so, and stays so", () => {
  expect(new Clock({}).isOver()).toBe(false);
  const none = new Clock({ timeout: 0 });
  while (!none.isOver());
  expect(none.over).toBe("time");
  let stop = false;
  const clock = new Clock({ timeout: 1000, stop: () => stop });
  expect(clock.isOver()).toBe(false);
  expect(clock.over).toBeUndefined();
  stop = true;
  expect(clock.isOver()).toBe(true);
  stop = false;
  expect(clock.isOver()).toBe(true);
  expect(clock.over).toBe("stopped");
});

test("a pause lets other work run", async () => {
  const clock = new Clock({});
  let ran = false;
  setImmediate(() => (ran = true));
  const start = performance.now();
  while (performance.now() - start < 60);
  await clock.pause();
  expect(ran).toBe(true);
});

test("long work pauses between its steps, and gives what it gives at once", async () => {
  let ran = 0;
  function* work(): Steps<number> {
    const start = performance.now();
    for (let k = 0; k < 3; k++) {
      while (performance.now() - start < 60 * (k + 1));
      setImmediate(() => ran++);
      yield;
    }
    return ran;
  }
  expect(await new Clock({}).run(work())).toBe(3);
  expect(atOnce(work())).toBe(3);
});
