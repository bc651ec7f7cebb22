/** In the page: everything that an editor in a browser keeps over a reload. */
export async function readEditorState(): Promise<string> {
  // A method: to a function in a constant the tests' compiler adds a call that the page does not know.
  const requests = {
    finish<T>(request: IDBRequest<T>): Promise<T> {
      return new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('unreadable')));
      });
    },
  };
  const kept: unknown[] = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await requests.finish(indexedDB.open(name!));
    for (const store of database.objectStoreNames) {
      const values = await requests.finish(database.transaction(store).objectStore(store).getAll());
      kept.push(...values.filter((value) => typeof value === 'string'));
    }
    database.close();
  }
  return kept.join('\n');
}
