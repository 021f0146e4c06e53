/**
 * A certificate as a document: pattern, property, claim and proof (docs/certificates.md, section 1).
 */
import { badInput, quote } from "../pattern/fault.js";
import { type Pattern, type PatternJson, patternFromJson, patternToJson } from "../pattern/pattern.js";
import { type AnyProof, PROPERTIES, type Property } from "./proof.js";
import { exactKeys, proofFromJson } from "./read-proof.js";

export const CERTIFICATE_FORMAT = "wellposed/certificate/1";

export interface Certificate {
  readonly pattern: Pattern;
  readonly property: Property;
  readonly closed: boolean;
  readonly proof: AnyProof;
}

/** The form of a certificate in a file or a report. */
export interface CertificateJson {
  format: typeof CERTIFICATE_FORMAT;
  pattern: PatternJson;
  property: Property;
  closed: boolean;
  rule: string;
  evidence: unknown;
}

/**
 * Reads the JSON value of a certificate. Only the form is looked at: what the evidence claims is the checker's business.
 * @throws Fault with the place of the first thing that is not as docs/certificates.md says
 */
export function certificateFromJson(value: unknown): Certificate {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && "format" in value && value.format !== CERTIFICATE_FORMAT) {
    throw badInput("format", quote(CERTIFICATE_FORMAT), quote(value.format));
  }
  const { pattern, property, closed, rule, evidence } = exactKeys(value, "", ["format", "pattern", "property", "closed", "rule", "evidence"]);
  if (!PROPERTIES.includes(property as Property)) throw badInput("property", PROPERTIES.join(", "), quote(property));
  if (typeof closed !== "boolean") throw badInput("closed", "true or false", quote(closed));
  return {
    pattern: patternFromJson(pattern, "pattern"),
    property: property as Property,
    closed,
    proof: proofFromJson({ rule, evidence }, property as Property, ""),
  };
}

/** The certificate as a JSON value. Of the pattern only what the proof is about is kept: name, widths, masks, bias. */
export function certificateToJson({ pattern, property, closed, proof }: Certificate): CertificateJson {
  const { name, widths, masks, bias } = pattern;
  return {
    format: CERTIFICATE_FORMAT,
    pattern: patternToJson({ name, widths, masks, bias }),
    property,
    closed,
    rule: proof.rule,
    evidence: proof.evidence,
  };
}
