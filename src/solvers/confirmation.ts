/** A second opinion on a certificate that a limit is not reached: by a program that knows nothing of our rules. */
import type { CertificateJson } from "../certificate/certificate.js";
import { patternFromJson } from "../pattern/pattern.js";
import { limitFromJson } from "./limit.js";
import { reachabilityQuestion } from "./question.js";
import { writeSingular } from "./singular.js";
import { writeSmt2 } from "./smt2.js";

/**
 * The same question twice, whether products have the entries of the certificate's limit: for Singular (`unreachable` confirms, anything else says
 * nothing) and in SMT-LIB (`unsat` confirms, `sat` contradicts).
 * @throws Fault when the certificate's root rule names no limit (see `limitFromJson`), or the product is too large
 */
export function confirmationScripts(certificate: CertificateJson): { readonly singular: string; readonly smt2: string } {
  const pattern = patternFromJson(certificate.pattern, "pattern");
  const question = reachabilityQuestion(pattern, limitFromJson(certificate, pattern));
  return { singular: writeSingular(question), smt2: writeSmt2(question) };
}
