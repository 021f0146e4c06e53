/** The questions in every language. */
import { Fault } from "../pattern/fault.js";
import type { Language } from "./languages.js";
import { writeLatex } from "./latex.js";
import { writeMathematica } from "./mathematica.js";
import { writeQepcad } from "./qepcad.js";
import type { Question } from "./question.js";
import { writeSingular } from "./singular.js";
import { writeSmt2 } from "./smt2.js";

/** @throws Fault for closedness in Singular, which only knows equations, and for what a language cannot hold */
export function writeQuestion(question: Question, language: Language): string {
  switch (language) {
    case "smt2":
      return writeSmt2(question);
    case "qepcad":
      return writeQepcad(question);
    case "mathematica":
      return writeMathematica(question);
    case "latex":
      return writeLatex(question);
    case "singular":
      if (question.kind === "reachability") return writeSingular(question);
      throw new Fault("usage", { place: "--to singular", expected: "a limit (--limit FILE): it can only tell what is not reachable", found: "none" });
  }
}
