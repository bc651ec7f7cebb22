/** Light or dark, as the system is: as VS Code would, it names the kind in the body's class; `report.css` has the colours. */
export function followTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const paper = matchMedia('print');
  const apply = (): void => {
    document.body.className = dark.matches && !paper.matches ? 'vscode-dark' : 'vscode-light';
  };
  for (const query of [dark, paper]) query.addEventListener('change', apply);
  apply();
}
