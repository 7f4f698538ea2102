using Charter.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Charter.Pledges.Calculators;

/// <summary>A line of the list. It has no result: calculations are read one by one, with what they rest on.</summary>
internal sealed record CalculationLine(Guid Id, Guid OrganisationId, string Kind, string Title, DateOnly MadeOn, DateOnly? PublishedOn);

/// <summary>A calculation with its working.</summary>
internal sealed record CalculationView(Guid Id, Guid OrganisationId, string? OrganisationName, string Kind, string Title, DateOnly MadeOn, DateOnly? PublishedOn, CalculationInputs Inputs, Working Working)
{
    public static async Task<CalculationView> Of(Calculation c, PledgeDb db, CancellationToken cancel)
    {
        var holder = await db.HolderOf(c.OrganisationId, cancel);
        var name = await db.Organisations.Where(o => o.OrganisationId == holder).Select(o => o.Name).SingleOrDefaultAsync(cancel);
        return new(c.Id, holder, name, c.Kind, c.Title, c.MadeOn, c.PublishedOn, c.Inputs, c.Work().Rounded());
    }
}
