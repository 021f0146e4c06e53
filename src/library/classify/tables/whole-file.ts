/** A file that is there whole or not at all: it grows beside its place and is moved there at the end. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { writing } from "../../../pattern/fault.js";

const CHUNK = 2 ** 20;

/** What a part is called until it is whole; one that was left over is written over. */
export function partOf(file: string): string {
  return `${file}.part`;
}

export class WholeFile {
  readonly #file: string;
  readonly #descriptor: number;
  #text: string[] = [];
  #length = 0;
  #open = true;

  /** @throws Fault of kind `io`, as everything here */
  constructor(file: string) {
    this.#file = file;
    this.#descriptor = writing(file, () => openSync(partOf(file), "w"));
  }

  write(text: string): void {
    this.#text.push(text);
    this.#length += text.length;
    if (this.#length >= CHUNK) this.#flush();
  }

  /** Moves the file to its place. */
  done(): void {
    this.#flush();
    this.#close();
    putInPlace(this.#file);
  }

  /** Leaves nothing behind. */
  dropped(): void {
    this.#close();
    rmSync(partOf(this.#file), { force: true });
  }

  #close(): void {
    if (this.#open) writing(this.#file, () => closeSync(this.#descriptor));
    this.#open = false;
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text.join(""));
    for (let at = 0; at < bytes.length; ) at += writing(this.#file, () => writeSync(this.#descriptor, bytes, at));
    [this.#text, this.#length] = [[], 0];
  }
}

/** Moves the part to the place of the file. @throws Fault of kind `io` */
export function putInPlace(file: string): void {
  writing(file, () => renameSync(partOf(file), file));
}
