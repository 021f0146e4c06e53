/** Writes Matrix Market: the mask of one layer, the positions of its kept entries row by row. */
import { type Mask, kept, row } from "../pattern/mask.js";

/** Characters that are put together before they are handed on. */
const PIECE_CHARACTERS = 2 ** 16;

/** The text in pieces: rows are outputs, columns inputs. */
export function* writeMatrixMarket(mask: Mask): Generator<string> {
  let text = `%%MatrixMarket matrix coordinate pattern general\n${mask.rows} ${mask.cols} ${kept(mask)}\n`;
  for (let i = 0; i < mask.rows; i++) {
    for (const j of row(mask, i)) {
      text += `${i + 1} ${j + 1}\n`;
      if (text.length < PIECE_CHARACTERS) continue;
      yield text;
      text = "";
    }
  }
  yield text;
}
