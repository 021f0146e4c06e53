/** Names of the documents about optima. In a file of its own: who only reads them needs no solver. */
export const OPTIMUM_SCHEMA = "wellposed/optimum/1";
export const OPTIMUM_PATH_SCHEMA = "wellposed/optimum-path/1";
export const SPARSEST_SCHEMA = "wellposed/sparsest/1";
export const PATH_SCHEMA = "wellposed/path/1";
