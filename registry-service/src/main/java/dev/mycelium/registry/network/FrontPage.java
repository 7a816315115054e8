package dev.mycelium.registry.network;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Leads a browser to the description, until there is a dashboard. */
@Controller
@Hidden
class FrontPage {

  @GetMapping("/")
  String description() {
    return "redirect:/docs";
  }
}
