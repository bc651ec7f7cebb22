const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Whether the name of a dataset is an address, `s3://bucket/train.parquet`, and no path of the workspace folder. */
export function isRemote(name: string): boolean {
  return ADDRESS.test(name);
}
