/** Where a mean teacher's variables are, below which they have the student's names. */
export const TEACHER = "teacher";

/** The student's variable that stands where a teacher's does; null for what is no teacher's. */
export function studentName(name: string): string | null {
  return name.startsWith(`${TEACHER}/`) ? name.slice(TEACHER.length + 1) : null;
}
