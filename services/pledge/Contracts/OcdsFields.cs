namespace Charter.Pledges.Contracts;

internal enum FieldType
{
    Text,
    /// <summary>Text or a whole number.</summary>
    Id,
    Number,
    Moment,
    Truth,
    Words,
    Object,
    /// <summary>Objects of which no two may be the same.</summary>
    List,
}

/// <summary>A field of a release that is read, with the rules of OCDS 1.1.5 for it.</summary>
/// <param name="IsIdentity">No two objects of the list have the same one: it is what they are merged by.</param>
internal sealed record Field(string Name, FieldType Type, bool IsRequired = false, bool IsNullable = true, int Least = 0, int Most = 20_000, IReadOnlySet<string>? OneOf = null, Field[]? Fields = null, bool IsIdentity = false);

/// <summary>
/// Everything that is read of a release; the rest is left where it is. Types, required fields, lengths and closed codelists are those of the release schema of
/// OCDS 1.1.5. The last four come from its extensions for the size of parties and for suitability, which UK publishers use.
/// </summary>
internal static class OcdsFields
{
    private static readonly IReadOnlySet<string> Currencies = Codes("""
        ADP AED AFA AFN ALK ALL AMD ANG AOA AOK AON AOR ARA ARP ARS ARY ATS AUD AWG AYM AZM AZN BAD BAM BBD BDT BEC BEF BEL BGJ BGK BGL BGN BHD BIF BMD BND BOB BOP BOV BRB BRC BRE BRL BRN
        BRR BSD BTN BUK BWP BYB BYN BYR BZD CAD CDF CHC CHE CHF CHW CLF CLP CNY COP COU CRC CSD CSJ CSK CUC CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD ECS ECV EEK EGP ERN ESA ESB ESP ETB EUR
        FIM FJD FKP FRF GBP GEK GEL GHC GHP GHS GIP GMD GNE GNF GNS GQE GRD GTQ GWE GWP GYD HKD HNL HRD HRK HTG HUF IDR IEP ILP ILR ILS INR IQD IRR ISJ ISK ITL JMD JOD JPY KES KGS KHR KMF
        KPW KRW KWD KYD KZT LAJ LAK LBP LKR LRD LSL LSM LTL LTT LUC LUF LUL LVL LVR LYD MAD MDL MGA MGF MKD MLF MMK MNT MOP MRO MRU MTL MTP MUR MVQ MVR MWK MXN MXP MXV MYR MZE MZM MZN NAD
        NGN NIC NIO NLG NOK NPR NZD OMR PAB PEH PEI PEN PES PGK PHP PKR PLN PLZ PTE PYG QAR RHD ROK ROL RON RSD RUB RUR RWF SAR SBD SCR SDD SDG SDP SEK SGD SHP SIT SKK SLL SOS SRD SRG SSP
        STD STN SUR SVC SYP SZL THB TJR TJS TMM TMT TND TOP TPE TRL TRY TTD TWD TZS UAH UAK UGS UGW UGX USD USN USS UYI UYN UYP UYU UYW UZS VEB VEF VES VNC VND VUV WST XAF XAG XAU XBA XBB
        XBC XBD XCD XDR XEU XFO XFU XOF XPD XPF XPT XRE XSU XTS XUA XXX YDD YER YUD YUM YUN ZAL ZAR ZMK ZMW ZRN ZRZ ZWC ZWD ZWL ZWN ZWR
        """);

    private static readonly Field[] Value = [new("amount", FieldType.Number), new("currency", FieldType.Text, OneOf: Currencies)];
    private static readonly Field[] Period = [new("startDate", FieldType.Moment), new("endDate", FieldType.Moment)];
    private static readonly Field[] Identifier = [new("scheme", FieldType.Text), new("id", FieldType.Id), new("legalName", FieldType.Text)];
    private static readonly Field[] Address = [.. new[] { "streetAddress", "locality", "region", "postalCode", "countryName" }.Select(n => new Field(n, FieldType.Text))];
    private static readonly Field[] Reference = [new("id", FieldType.Id, IsNullable: false), new("name", FieldType.Text, Least: 1), Object("identifier", Identifier), Object("address", Address)];
    private static readonly Field[] Amendment =
    [
        new("id", FieldType.Text), new("date", FieldType.Moment), new("rationale", FieldType.Text), new("description", FieldType.Text), new("amendsReleaseID", FieldType.Text),
        new("releaseID", FieldType.Text),
    ];

    public static readonly Field[] Release =
    [
        new("ocid", FieldType.Text, IsRequired: true, IsNullable: false, Least: 1, Most: 300),
        new("id", FieldType.Text, IsRequired: true, IsNullable: false, Least: 1, Most: 300),
        new("date", FieldType.Moment, IsRequired: true, IsNullable: false),
        new("tag", FieldType.Words, IsRequired: true, IsNullable: false, Least: 1, OneOf: Codes("""
            planning planningUpdate tender tenderAmendment tenderUpdate tenderCancellation award awardUpdate awardCancellation contract contractUpdate contractAmendment
            implementation implementationUpdate contractTermination compiled
            """)),
        new("initiationType", FieldType.Text, IsRequired: true, IsNullable: false, OneOf: Codes("tender")),
        new("parties", FieldType.List, IsNullable: false, Fields:
        [
            new("id", FieldType.Text, IsNullable: false), new("name", FieldType.Text), new("roles", FieldType.Words), Object("identifier", Identifier), Object("address", Address),
            new("details", FieldType.Object, Fields: [new("scale", FieldType.Text), new("vcse", FieldType.Truth)]),
        ]),
        Object("buyer", Reference),
        Object("tender",
        [
            Identity, new("title", FieldType.Text), new("description", FieldType.Text),
            new("status", FieldType.Text, OneOf: Codes("planning planned active cancelled unsuccessful complete withdrawn")),
            Object("value", Value), new("procurementMethod", FieldType.Text, OneOf: Codes("open selective limited direct")), new("procurementMethodDetails", FieldType.Text),
            new("mainProcurementCategory", FieldType.Text, OneOf: Codes("goods works services")), Object("tenderPeriod", Period), Object("contractPeriod", Period),
            new("amendments", FieldType.List, IsNullable: false, Fields: Amendment),
            Object("suitability", [new("sme", FieldType.Truth), new("vcse", FieldType.Truth)]),
        ]),
        new("awards", FieldType.List, IsNullable: false, Fields:
        [
            Identity, new("title", FieldType.Text), new("status", FieldType.Text, OneOf: Codes("pending active cancelled unsuccessful")), new("date", FieldType.Moment), Object("value", Value),
            new("suppliers", FieldType.List, IsNullable: false, Fields: Reference), Object("contractPeriod", Period), new("amendments", FieldType.List, IsNullable: false, Fields: Amendment),
        ]),
        new("contracts", FieldType.List, IsNullable: false, Fields:
        [
            Identity, new("awardID", FieldType.Id, IsRequired: true, IsNullable: false, Least: 1, Most: 300), new("title", FieldType.Text),
            new("status", FieldType.Text, OneOf: Codes("pending active cancelled terminated")), Object("value", Value), new("dateSigned", FieldType.Moment), Object("period", Period),
            new("amendments", FieldType.List, IsNullable: false, Fields: Amendment),
        ]),
    ];

    private static Field Identity => new("id", FieldType.Id, IsRequired: true, IsNullable: false, Least: 1, Most: 300, IsIdentity: true);

    private static Field Object(string name, Field[] fields) => new(name, FieldType.Object, IsNullable: false, Fields: fields);

    private static HashSet<string> Codes(string words) => [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
}
