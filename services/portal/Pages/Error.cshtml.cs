using System.Diagnostics;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charter.Portal.Pages;

[AllowAnonymous, IgnoreAntiforgeryToken]
public sealed class ErrorModel : PageModel
{
    [FromRoute]
    public int Status { get; set; }

    public string Heading { get; private set; } = "";
    public string[] Advice { get; private set; } = [];

    /// <summary>With this number the fault can be found in the traces.</summary>
    public string? Trace => Status >= 500 ? Activity.Current?.TraceId.ToHexString() : null;

    public void OnGet() => Show();

    public void OnPost() => Show();

    private void Show()
    {
        if (Status is < 400 or > 599) Status = StatusCodes.Status404NotFound;
        Response.StatusCode = Status;
        (string, string[]) page = Status switch
        {
            400 => ("This could not be understood", ["If you followed a link, it is incomplete. If you sent a form, it may have been open for too long: go back, load the page again and repeat your answers."]),
            403 => ("You cannot see this page", ["Your account does not have the role that this page is for.", "If you think it should, ask the partnership's registrar or an authorised signatory of your organisation."]),
            404 => ("Page not found", ["If you typed the address, check that it is correct.", "If you pasted it, check that you copied all of it."]),
            405 => ("This page does not work that way", ["Go back and try again from the page before."]),
            409 => ("This cannot be done now", ["Something has changed since you opened the page. Go back, load it again and look at where things stand."]),
            413 => ("The file is too large", ["A file may have at most 25 MB. Go back and choose a smaller one."]),
            429 => ("Too many requests", ["A lot came from your address in a short time. Wait a minute and try again."]),
            502 or 503 or 504 => ("Charter is not fully available", ["One of its parts is not answering at the moment. What you sent may not have been saved.", "Wait a few seconds and load the page again."]),
            < 500 => ("This could not be done", ["Go back and try again."]),
            _ => ("Something went wrong", ["This is a fault on our side. It has been recorded.", "Try again later."]),
        };
        (Heading, Advice) = page;
    }
}
