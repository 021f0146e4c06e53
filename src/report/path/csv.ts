import type { HeldOut, RegularisationPath } from "../../optima/regularisation-path.js";

const HEAD = ["point", "l1", "loss", "nonzeros", "lambda", "residual", "kink_width", "deviation", "accuracy", "validation_loss", "validation_accuracy", "test_loss", "test_accuracy"];

/** A row for each point of the front, with all digits; a field is empty where there is nothing of the kind. */
export function pathAsCsv({ points }: RegularisationPath): string {
  const heldOut = (part: HeldOut | null): (number | null)[] => [part?.loss ?? null, part?.accuracy ?? null];
  const rows = points.map(({ l1, loss, nonzeros, lambda, residual, kinkWidth, deviation, accuracy, validation, test }, k) => [k, l1, loss, nonzeros, lambda, residual, kinkWidth, deviation, accuracy, ...heldOut(validation), ...heldOut(test)]);
  return `${[HEAD, ...rows.map((row) => row.map((value) => value ?? ""))].map((row) => row.join(",")).join("\n")}\n`;
}
