import { Option } from "commander";
import type { ExplanationFormat } from "../../report/explain.js";
import type { AddCommand } from "./command.js";
import { PATTERN_FILES, biasOption, layersOption, outOption, timeoutOption } from "./options.js";

export const addExplain: AddCommand = (program, runs) => {
  program
    .command("explain")
    .description("show the linear counterpart of a pattern and what decides its verdicts, step by step")
    .argument("<file>", "a pattern file, mask or checkpoint")
    .addOption(new Option("--format <name>", "form of the text").choices(["text", "markdown", "latex", "json"] satisfies ExplanationFormat[]).default("text"))
    .addOption(outOption())
    .addOption(timeoutOption())
    .addOption(layersOption())
    .addOption(biasOption())
    .addHelpText(
      "after",
      `
${PATTERN_FILES}
Small patterns are shown whole; of large ones only the part that decides.

Examples:
  wellposed explain lu-2.json
  wellposed explain net.safetensors --format latex --out net.tex`,
    )
    .action(runs(async () => (await import("../explain.js")).explainCommand));
};
