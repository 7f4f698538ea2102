using System.ComponentModel.DataAnnotations;
using Charter.Portal.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Commissioning;

/// <summary>A page on which an editor writes the facts of a contract.</summary>
[BindProperties]
public abstract class ContractFacts : PortalPage
{
    public string? Reference { get; set; }
    public string? Title { get; set; }
    public string? Buyer { get; set; }
    public string? Provider { get; set; }

    [Display(Name = "The value")]
    public decimal? Value { get; set; }

    public string? Ocid { get; set; }

    protected static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
