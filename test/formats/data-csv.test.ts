import { describe, expect, test } from "vitest";
import { dataFromCsv } from "../../src/formats/data-csv.js";
import { Fault } from "../../src/pattern/fault.js";

describe("dataFromCsv", () => {
  test("reads rows of inputs and targets: decimals, exponents, quotients, spaces, CRLF, a byte order mark", () => {
    const { inputs, targets, points, widths } = dataFromCsv("\uFEFFx1,x2,y1\r\n1,-2.5,1e-3\r\n 2/4 , -1/3,+.5\r\n\r\n");
    expect([...inputs]).toEqual([1, -2.5, 0.5, -1 / 3]);
    expect([...targets]).toEqual([0.001, 0.5]);
    expect([points, widths]).toEqual([2, [2, 1]]);
  });

  test.each([
    ["", 'line 1, column 1: expected a header x1,...,xd,y1,...,yq: here y1, found ""'],
    ["x1,y1", "line 2: expected at least one point, found the end of the file"],
    ["x1,y1\n\n", "line 2: expected at least one point, found the end of the file"],
    ["x1,x3,y1\n1,2,3", 'line 1, column 2: expected a header x1,...,xd,y1,...,yq: here x2, found "x3"'],
    ["y1,x1\n1,2", 'line 1, column 1: expected a header x1,...,xd,y1,...,yq: here x1, found "y1"'],
    ["1,2\n3,4", 'line 1, column 1: expected a header x1,...,xd,y1,...,yq: here y1, found "1"'],
    ["x1,x2\n1,2", 'line 1: expected a header x1,...,xd,y1,...,yq with inputs and targets, found "x1,x2"'],
    ["y1,y2\n1,2", 'line 1: expected a header x1,...,xd,y1,...,yq with inputs and targets, found "y1,y2"'],
    ["x1,y1\n1,2\n1", "line 3: expected 2 numbers as in the header, found 1"],
    ["x1,y1\n1,2,3", "line 2: expected 2 numbers as in the header, found 3"],
    ["x1,y1\n1,2\n\n3,4", "line 3: expected 2 numbers as in the header, found an empty line"],
    ["x1,y1\n1,", 'line 2, column y1: expected a finite number such as -0.25, 1e-3 or 2/3, found ""'],
    ["x1,y1\nNaN,1", 'line 2, column x1: expected a finite number such as -0.25, 1e-3 or 2/3, found "NaN"'],
    ["x1,y1\n1e999,1", 'line 2, column x1: expected a finite number such as -0.25, 1e-3 or 2/3, found "1e999"'],
    ["x1,y1\n1/0,1", 'line 2, column x1: expected a finite number such as -0.25, 1e-3 or 2/3, found "1/0"'],
    ["x1,y1\n0x10,1", 'line 2, column x1: expected a finite number such as -0.25, 1e-3 or 2/3, found "0x10"'],
    ["x1,y1\n1/-2,1", 'line 2, column x1: expected a finite number such as -0.25, 1e-3 or 2/3, found "1/-2"'],
  ])("refuses %j", (text, message) => {
    let thrown: unknown;
    try {
      dataFromCsv(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Fault);
    expect((thrown as Fault).message).toBe(message);
    expect((thrown as Fault).kind).toBe("input");
  });
});
