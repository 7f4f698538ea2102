namespace Charter.Signatories.Organisations;

/// <summary>
/// Where an organisation is looked for among those with similar names: its words, its words but one, and for a short name each word with each place.
/// Names that differ in one word, or in how one is written, meet in a block, and no block is read beyond a fixed number of rows, so the search costs
/// the same however long the register is; an index of trigrams, which was measured, grows with it. A trigger keeps the blocks.
/// </summary>
internal sealed class NameBlock
{
    public required string Block { get; init; }
    public Guid OrganisationId { get; init; }
    /// <summary>The name or alias as it is compared.</summary>
    public required string NameKey { get; init; }

    public const string Functions = """
        create extension if not exists pg_trgm;

        -- a name without case, accents, punctuation, articles and legal form, and with usual short forms written out
        create function name_key(name text) returns text language plpgsql immutable strict parallel safe as $$
        declare
          key text := lower(translate(name, 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿŵŷŴŶ', 'AAAAAACEEEEIIIINOOOOOUUUUYaaaaaaceeeeiiiinooooouuuuyywyWY'));
        begin
          key := regexp_replace(key, '[&+]', ' and ', 'g');
          key := regexp_replace(key, '[''’`.]', '', 'g');
          key := btrim(regexp_replace(key, '[^[:alnum:]]+', ' ', 'g'));
          key := regexp_replace(key, '\mco op(erative)?\M', 'cooperative', 'g');
          key := regexp_replace(key, '\m(community interest company|charitable incorporated organisation|public limited company|limited liability partnership|limited|ltd|plc|llp|cic|cio|incorporated|inc)\M', ' ', 'g');
          key := regexp_replace(key, '\m(the|and|of|for|in|at)\M', ' ', 'g');
          key := regexp_replace(key, '\mft\M', 'foundation trust', 'g');
          key := regexp_replace(key, '\mst\M', 'saint', 'g');
          key := regexp_replace(key, '\massoc\M', 'association', 'g');
          key := regexp_replace(key, '\m(uni|univ)\M', 'university', 'g');
          key := regexp_replace(key, '\mhosp\M', 'hospital', 'g');
          key := regexp_replace(key, '\mgrp\M', 'group', 'g');
          key := regexp_replace(key, '\mcttee\M', 'committee', 'g');
          key := regexp_replace(key, '\mmbc\M', 'metropolitan borough council', 'g');
          key := regexp_replace(key, '\mcoop\M', 'cooperative', 'g');
          key := regexp_replace(key, '\morganization\M', 'organisation', 'g');
          key := regexp_replace(key, '\mcenter\M', 'centre', 'g');
          return btrim(regexp_replace(key, '\s+', ' ', 'g'));
        end $$;

        create function name_blocks(key text, places text[]) returns text[] language plpgsql stable strict as $$
        declare
          words text[] := array(select w from unnest(string_to_array(key, ' ')) w where w <> '' group by w order by w limit 12);
          blocks text[];
        begin
          if cardinality(words) = 0 then
            return '{}';
          end if;
          blocks := array[array_to_string(words, ' '), '=' || replace(key, ' ', '')];
          if cardinality(words) > 2 then
            blocks := blocks || array(select array_to_string(array_remove(words, w), ' ') from unnest(words) w);
          elsif cardinality(words) = 2 then
            blocks := blocks || array(select w || '@' || p from unnest(words) w, unnest(with_wider_places(places[1:5])) p);
          end if;
          return array(select distinct left(b, 200) from unnest(blocks) b);
        end $$;

        create function index_organisation_names() returns trigger language plpgsql as $$
        begin
          if tg_op = 'UPDATE' then
            delete from organisation_name_block where organisation_id = new.id;
          end if;
          insert into organisation_name_block (block, organisation_id, name_key)
          select distinct b, new.id, left(k, 250)
          from unnest(array_prepend(new.name, new.aliases)) n, name_key(n) k, unnest(name_blocks(k, new.places)) b;
          return null;
        end $$;
        create trigger index_organisation_names after insert or update of name, aliases, places on organisation
          for each row execute function index_organisation_names();

        insert into organisation_name_block (block, organisation_id, name_key)
        select distinct b, o.id, left(k, 250)
        from organisation o, unnest(array_prepend(o.name, o.aliases)) n, name_key(n) k, unnest(name_blocks(k, o.places)) b;
        """;
}
