import { GROUP_SIZES } from "../../pattern/structure/groups.js";

/** At most n of each m consecutive weights are to be kept along the inputs. m is one of `GROUP_SIZES`. */
export interface Demand {
  readonly n: number;
  readonly m: number;
}

/** Reads `2:4`; undefined when it is nothing of that kind. */
export function demandFromText(text: string): Demand | undefined {
  const [, n, m] = /^([1-9][0-9]?):([1-9][0-9]?)$/.exec(text)?.map(Number) ?? [];
  return n === undefined || m === undefined || n >= m || !(GROUP_SIZES as readonly number[]).includes(m) ? undefined : { n, m };
}
