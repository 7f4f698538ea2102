namespace Charter.Signatories.Log;

/// <summary>An entry of the history that has no place in the log yet; a trigger puts it here with the entry itself.</summary>
internal sealed class LogWaiting
{
    public long Id { get; private init; }
    public Guid HistoryEntryId { get; private init; }
    public DateTimeOffset Since { get; private init; }

    public const string Trigger = """
        create function await_log() returns trigger language plpgsql as $$
        begin
          insert into log_waiting (history_entry_id) select id from recorded;
          return null;
        end $$;
        create trigger await_log after insert on history_entry referencing new table as recorded for each statement execute function await_log();

        create function keep_log_waiting() returns trigger language plpgsql as $$
        begin
          if tg_op = 'DELETE' and exists (select from log_leaf where history_entry_id = old.history_entry_id) then
            return old;
          end if;
          raise exception 'what waits for its place in the log is never left out' using errcode = 'restrict_violation';
        end $$;
        create trigger keep_log_waiting before update or delete on log_waiting for each row execute function keep_log_waiting();
        create trigger keep_log_waiting_whole before truncate on log_waiting execute function keep_log_waiting();
        """;

    /// <summary>The history from before there was a log, in its order.</summary>
    public const string Backfill = "insert into log_waiting (history_entry_id) select id from history_entry order by occurred_at, id";
}

/// <summary>The place of an entry of the history in the log, from 0, and the hash of its facts.</summary>
internal sealed class LogLeaf
{
    public long Index { get; private init; }
    public Guid HistoryEntryId { get; private init; }
    public byte[] LeafHash { get; private init; } = [];

    /// <summary>Refuses to change or shorten the log, to take back a head or a key, and to publish a head of less than was published before.</summary>
    public const string Trigger = """
        create function keep_log() returns trigger language plpgsql as $$
        begin
          raise exception 'the log is never changed or shortened' using errcode = 'restrict_violation';
        end $$;
        create trigger keep_log before update or delete on log_leaf for each row execute function keep_log();
        create trigger keep_log before update or delete on log_node for each row execute function keep_log();
        create trigger keep_log before update or delete on log_head for each row execute function keep_log();
        create trigger keep_log before update or delete on log_key for each row execute function keep_log();
        create trigger keep_log_whole before truncate on log_leaf execute function keep_log();
        create trigger keep_log_whole before truncate on log_node execute function keep_log();
        create trigger keep_log_whole before truncate on log_head execute function keep_log();
        create trigger keep_log_whole before truncate on log_key execute function keep_log();

        create function keep_heads_growing() returns trigger language plpgsql as $$
        begin
          if exists (select from log_head where tree_size > new.tree_size) then
            raise exception 'a head never goes back' using errcode = 'restrict_violation';
          end if;
          return new;
        end $$;
        create trigger keep_heads_growing before insert on log_head for each row execute function keep_heads_growing();
        """;
}

/// <summary>The hash of a complete subtree of two leaves or more.</summary>
internal sealed class LogNode
{
    public short Level { get; private init; }
    public long Index { get; private init; }
    public byte[] Hash { get; private init; } = [];
}

/// <summary>A signed tree head that was published: daily, and when a registrar asked for it.</summary>
internal sealed class LogHead
{
    public long Id { get; private init; }
    public long TreeSize { get; private init; }
    public byte[] RootHash { get; private init; } = [];
    public DateTimeOffset SignedAt { get; private init; }
    public string KeyId { get; private init; } = "";
    public byte[] Signature { get; private init; } = [];
    /// <summary>The partnership's local day of which it is the daily head; null for one that a registrar asked for.</summary>
    public DateOnly? Day { get; private init; }

    public static LogHead Of(TreeHead head, DateOnly? day) => new()
    {
        TreeSize = head.TreeSize,
        RootHash = head.RootHash,
        SignedAt = head.SignedAt,
        KeyId = head.KeyId,
        Signature = head.Signature,
        Day = day,
    };
}

/// <summary>A key that signs heads; the private half is encrypted with the installation's data-protection keys, as identity's are. It stays published for good.</summary>
internal sealed class LogKey
{
    /// <summary>Thumbprint of the public half (RFC 7638).</summary>
    public required string KeyId { get; init; }
    public required byte[] PublicKey { get; init; }
    public required byte[] ProtectedPrivateKey { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}
