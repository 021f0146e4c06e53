import type { AddCommand } from "./command.js";
import { biasOption, layersOption } from "./options.js";

export const addCheck: AddCommand = (program, runs) => {
  program
    .command("check")
    .description("replay certificates: 0 only if every one proves its claim, otherwise 1 with the first step that fails")
    .argument("<file...>", "certificates, or JSON reports and atlases with certificates in them")
    .option("--pattern <file>", "also demand that the certificates are about the pattern in this file")
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
Examples:
  wellposed check lu-2.certificate.json
  wellposed check report.json                        every certificate of a report
  wellposed check proof.json --pattern mask.npz      a proof about exactly this mask`,
    )
    .action(runs(async () => (await import("../check.js")).checkCommand));
};
