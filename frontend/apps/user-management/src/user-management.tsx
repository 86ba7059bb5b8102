import { Route, Routes } from 'react-router';
import { AuditPage } from './audit/audit-page.tsx';
import { UsersPage } from './page/users-page.tsx';
import { UserPage } from './user/user-page.tsx';

/** What the host loads as `userApp/UserManagement`. Session, theme and queries come from the shared packages around it. */
export default function UserManagement() {
  return (
    <Routes>
      <Route index element={<UsersPage />} />
      <Route path="audit" element={<AuditPage />} />
      <Route path="of/:id" element={<UserPage />} />
    </Routes>
  );
}
