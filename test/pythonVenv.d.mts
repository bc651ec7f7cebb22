export function ensureVenv(name: string, requirementsFile: string): string;
