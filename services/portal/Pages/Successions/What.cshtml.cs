using System.ComponentModel.DataAnnotations;
using Charter.Portal.Apis;
using Charter.Portal.Shell;
using Charter.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace Charter.Portal.Pages.Successions;

[ForRole(Roles.Registrar)]
public sealed class WhatModel(SignatoryApi signatory, Carried carried) : SuccessionPage(signatory, carried)
{
    [BindProperty, Required(ErrorMessage = "Choose what happened")]
    public string? Kind { get; set; }

    [BindProperty, StringLength(2000, ErrorMessage = "The note may have at most 2,000 characters")]
    public string? Note { get; set; }

    protected override void Show(SuccessionAnswers answers) => (Kind, Note) = (answers.Kind, answers.Note);

    public IActionResult OnPost() => Next("when", answers => answers with { Kind = Kind, Note = Note?.Trim() });
}
