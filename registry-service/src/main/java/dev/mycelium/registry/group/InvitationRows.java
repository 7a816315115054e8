package dev.mycelium.registry.group;

import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface InvitationRows extends Repository<InvitationRow, String> {
  InvitationRow save(InvitationRow row);

  Optional<InvitationRow> findById(String codeHash);

  @Modifying
  @Query("delete from InvitationRow i where i.groupId = :group")
  void deleteOf(String group);
}
